"""nginx on loopback, which serves a folder of files to curl, and to us as blobs.

The header that asks for a range is another one with blobs, so a request goes round once
more inside nginx; curl's goes the same way.
"""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

_CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 256; }}
http {{
    access_log off; sendfile on; keepalive_requests 100000; types {{}}
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{ listen 127.0.0.1:{files}; root {folder}/files; }}
    server {{
        listen 127.0.0.1:{plain};
        listen 127.0.0.1:{tls} ssl;
        ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.pem;
        location / {{
            proxy_pass http://127.0.0.1:{files};
            proxy_set_header Range $http_x_ms_range;
            proxy_max_temp_file_size 0; proxy_buffers 16 256k; proxy_buffer_size 256k;
            add_header x-ms-blob-type BlockBlob;
        }}
    }}
}}
"""
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class FileServer:
    """A running nginx."""

    plain: str
    """The address without TLS."""

    tls: str
    authority: Path
    """The certificate to trust."""

    files: Path
    """What is served: `<account>/<container>/<name>`."""


@contextmanager
def running(folder: Path) -> Iterator[FileServer]:
    """Serve what is put below `files`."""
    files = folder / "files"
    files.mkdir(parents=True)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    server = authority.issue_cert("127.0.0.1")
    server.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    ports = dict(zip(("files", "plain", "tls"), _free_ports(3), strict=True))
    configuration = folder / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, **ports))
    with subprocess.Popen(
        ["nginx", "-e", "stderr", "-c", configuration], stderr=subprocess.PIPE
    ) as process:
        try:
            _wait_for(ports["tls"], process)
            plain, tls = (f"127.0.0.1:{ports[name]}" for name in ("plain", "tls"))
            yield FileServer(
                f"http://{plain}", f"https://{tls}", folder / "ca.pem", files
            )
        finally:
            process.terminate()


def _free_ports(count: int) -> list[int]:
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in listeners]
    for each in listeners:
        each.close()
    return ports


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                raise SystemExit("nginx does not start") from None
            time.sleep(0.05)
        else:
            return
