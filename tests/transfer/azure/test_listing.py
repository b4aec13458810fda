"""A container's listing, from XML that nobody vouches for."""

from datetime import UTC, datetime

import pytest

from transfer.azure.listing import BlobItem, listing_of
from transfer.errors import AnswerUnusable

PAGE = """\ufeff<?xml version="1.0" encoding="utf-8"?>
<EnumerationResults ServiceEndpoint="https://a.blob.core.windows.net/" ContainerName="c">
<Blobs>
<Blob><Name>run 1/customization.log</Name><Properties>
<Last-Modified>Wed, 25 Nov 2026 10:00:00 GMT</Last-Modified>
<Content-Length>1234</Content-Length><BlobType>AppendBlob</BlobType></Properties>
<Metadata><Name>not this</Name><BlobType>nor this</BlobType></Metadata></Blob>
<Blob><Name Encoded="true">a%EF%BF%BEb</Name><Properties/></Blob>
</Blobs><NextMarker>2!more</NextMarker></EnumerationResults>"""


def test_names_sizes_and_times_are_read():
    listing = listing_of(PAGE.encode())

    assert listing.blobs[0] == BlobItem(
        "run 1/customization.log",
        1234,
        datetime(2026, 11, 25, 10, tzinfo=UTC),
        "AppendBlob",
    )
    assert listing.marker == "2!more"


def test_a_name_that_xml_cannot_hold_comes_escaped():
    assert listing_of(PAGE.encode()).blobs[1] == BlobItem("a\ufffeb", 0, None, "")


def test_a_time_beyond_all_years_is_none():
    page = PAGE.replace("Wed, 25 Nov 2026 10:00:00 GMT", "31 Dec 9999 23:59:59 -1400")

    assert listing_of(page.encode()).blobs[0].changed is None


def test_a_page_may_be_empty_and_still_not_the_last():
    raw = b"<EnumerationResults><Blobs/><NextMarker>m</NextMarker></EnumerationResults>"
    assert listing_of(raw).blobs == ()
    assert listing_of(raw).marker == "m"


BOMB = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<EnumerationResults><Blobs><Blob><Name>&b;</Name></Blob></Blobs></EnumerationResults>"""


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"<html><br></html>",
        b"<EnumerationResults>",
        b"<EnumerationResults><Blobs><Blob/></Blobs></EnumerationResults>",
        BOMB,
    ],
    ids=["nothing", "JSON", "HTML", "broken off", "no name", "entities"],
)
def test_what_is_no_listing_is_refused(raw):
    with pytest.raises(AnswerUnusable, match="no listing"):
        listing_of(raw)
