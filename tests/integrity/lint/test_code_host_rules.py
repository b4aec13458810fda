"""Pages that are no files, and versions that move."""

import pytest
from judging import complaints, messages, script, steps

from integrity.lint.rules.addresses import moving_branch, page_address

PAGES = [
    (
        "https://github.com/o/r/blob/main/a/b.sh",
        "https://raw.githubusercontent.com/o/r/main/a/b.sh",
    ),
    (
        "https://www.github.com/o/r/blob/v1/b.sh?plain=1#L3",
        "https://raw.githubusercontent.com/o/r/v1/b.sh",
    ),
    ("https://gist.github.com/o/0a1b", "https://gist.githubusercontent.com/o/0a1b/raw"),
    (
        "https://gitlab.com/g/s/p/-/blob/main/b.sh",
        "https://gitlab.com/g/s/p/-/raw/main/b.sh",
    ),
    (
        "https://bitbucket.org/o/r/src/main/b.sh",
        "https://bitbucket.org/o/r/raw/main/b.sh",
    ),
    ("https://dev.azure.com/o/p/_git/r?path=/b.sh", None),
    ("https://github.com/o/r/tree/main/scripts", None),
    ("https://github.com/o/r", None),
    ("https://github.com/o/r/blame/main/b.sh", None),
    ("https://github.com/o/r/releases/tag/v1", None),
]


FILES = [
    "https://raw.githubusercontent.com/o/r/4f2d9c1/a.sh",
    "https://github.com/o/r/raw/v1/a.sh",
    "https://github.com/o/r/blob/v1/a.sh?raw=true",
    "https://github.com/o/r/releases/download/v1/a.tgz",
    "https://github.com/o/r/archive/refs/tags/v1.zip",
    "https://gist.githubusercontent.com/o/0a1b/raw/" + "4f" * 20 + "/a.sh",
    "https://gitlab.com/g/p/-/raw/v1/a.sh",
    "https://dev.azure.com/o/p/_apis/git/repositories/r/items"
    "?path=/a.sh&versionDescriptor.versionType=commit&versionDescriptor.version=4f2d",
    "https://contosoimages.blob.core.windows.net/scripts/main/a.sh",
    "https://artifacts.example.com/o/r/blob/main/a.sh",
]


MOVING = [
    ("https://raw.githubusercontent.com/o/r/main/a.sh", "branch main"),
    ("https://raw.githubusercontent.com/o/r/master/a/b.sh", "branch master"),
    ("https://raw.githubusercontent.com/o/r/HEAD/a.sh", "branch HEAD"),
    ("https://raw.githubusercontent.com/o/r/refs/heads/new/a.sh", "branch new"),
    ("https://github.com/o/r/raw/main/a.sh", "branch main"),
    ("https://github.com/o/r/raw/refs/heads/x/a.sh", "branch x"),
    ("https://github.com/o/r/blob/main/a.sh?raw=true", "branch main"),
    ("https://github.com/o/r/archive/refs/heads/main.zip", "branch main"),
    ("https://github.com/o/r/archive/master.tar.gz", "branch master"),
    ("https://github.com/o/r/releases/latest/download/a.tgz", "the latest release"),
    ("https://gist.githubusercontent.com/o/0a1b/raw/a.sh", "newest revision"),
    ("https://gitlab.com/g/p/-/raw/main/a.sh", "branch main"),
    ("https://bitbucket.org/o/r/raw/master/a.sh", "branch master"),
    (
        "https://dev.azure.com/o/p/_apis/git/repositories/r/items?path=/a.sh",
        "the default branch",
    ),
    (
        "https://dev.azure.com/o/p/_apis/git/repositories/r/items"
        "?path=/a.sh&versionDescriptor%5Bversion%5D=release",
        "branch release",
    ),
]


def test_a_command_that_downloads_a_page_gets_no_file():
    page, file_of_it = PAGES[0]
    template = steps({"type": "Shell", "inline": [f"curl -L {page} -o /tmp/b.sh"]})

    (complaint,) = complaints(page_address, template)

    assert (
        complaint.message == "this is a page of GitHub: the command would get its HTML"
    )
    assert complaint.help == f"Write {file_of_it}"


@pytest.mark.parametrize("url", [page for page, shown in PAGES if shown is None])
def test_a_command_may_read_a_page_that_shows_no_file(url):
    template = steps({"type": "Shell", "inline": [f"curl -L {url}"]})

    assert messages(page_address, template) == []


@pytest.mark.parametrize(("url", "raw"), PAGES)
def test_a_page_is_no_script(url, raw):
    (complaint,) = complaints(page_address, steps(script(url)))
    replacement = complaint.fix.edits[0].replacement if complaint.fix else None

    assert replacement == (f'"{raw}"' if raw else None)


@pytest.mark.parametrize("url", FILES)
def test_a_file_at_a_fixed_version_is_fine(url):
    template = steps(script(url))

    assert messages(page_address, template) == []
    assert messages(moving_branch, template) == []


@pytest.mark.parametrize(("url", "words"), MOVING)
def test_a_moving_version_is_named(url, words):
    assert words in messages(moving_branch, steps(script(url)))[0]


@pytest.mark.parametrize(
    ("url", "way_out"),
    [
        ("https://github.com/o/r/releases/latest/download/a.zip", "by its tag"),
        ("https://gist.githubusercontent.com/o/0a1b/raw/a.sh", "after /raw/"),
        ("https://raw.githubusercontent.com/o/r/main/a.sh", "the commit"),
    ],
)
def test_the_way_out_of_a_moving_address_fits_it(url, way_out):
    (complaint,) = complaints(moving_branch, steps(script(url)))

    assert way_out in (complaint.help or "")


def test_a_page_on_a_branch_is_told_once():
    url = "https://github.com/o/r/blob/main/a.sh"

    assert messages(moving_branch, steps(script(url))) == []


def test_a_folder_in_a_file_step_is_left_to_the_rule_about_folders():
    url = "https://github.com/o/r/tree/main/scripts"
    template = steps({"type": "File", "sourceUri": url, "destination": "/tmp/x"})

    assert messages(page_address, template) == []


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://contoso.visualstudio.com/p/_git/r?path=/a", "Azure DevOps"),
        ("https://contoso.sharepoint.com/:u:/g/x?e=1", "SharePoint"),
        ("https://1drv.ms/u/s!abc", "OneDrive"),
        ("https://drive.google.com/file/d/abc/view", "Google Drive"),
        ("https://www.dropbox.com/s/abc/a.zip?dl=0", "Dropbox"),
    ],
)
def test_a_page_that_shares_a_file_is_no_file(url, host):
    (message,) = messages(page_address, steps(script(url)))

    assert message == f"this is a page of {host}: the service would take its HTML"


@pytest.mark.parametrize(
    "url",
    [
        "https://contoso.sharepoint.com/:u:/g/x?download=1",
        "https://onedrive.live.com/download?cid=1",
        "https://www.dropbox.com/s/abc/a.zip?dl=1",
        "https://sharepoint.com.example.com/x",
    ],
)
def test_an_address_that_downloads_what_is_shared_is_fine(url):
    assert messages(page_address, steps(script(url))) == []
