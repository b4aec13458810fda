"""Requests sent with tokens to see, and what was heard of them."""

from scripted_azure import FixedTokens, ScriptedTransport

from transfer.azure.authorization import AuthorizingTransport
from transfer.azure.clouds import PUBLIC

ARM = "https://management.azure.com"
BLOBS = "https://account.blob.core.windows.net"
CREDENTIALS = {"authorization", "x-ms-copy-source-authorization", "proxy-authorization"}


def sending(script, cloud=PUBLIC):
    inner, tokens = ScriptedTransport(script), FixedTokens()
    return AuthorizingTransport(inner, cloud, tokens), inner, tokens
