"""The one list of rules, in the order of the reference's chapters."""

from integrity.lint.rule import Rule
from integrity.lint.rules import (
    addresses,
    artifacts,
    build_timeout,
    checksums,
    customize,
    distribute,
    document,
    envelope,
    file_folders,
    files,
    gallery_target,
    generalize,
    identity,
    inline,
    leaving,
    managed_image_target,
    older_forms,
    powershell,
    property_tree,
    restarts,
    scripts,
    secrets,
    source,
    source_image,
    spelling,
    tags,
    vhd_target,
    vm_profile,
    vnet_config,
    windows_update,
)

CHAPTERS = (
    document, spelling, property_tree, older_forms, envelope, tags, identity, vm_profile,
    vnet_config, source, source_image, build_timeout,
    customize, secrets, addresses, artifacts, checksums,
    scripts, inline, powershell, leaving, restarts, files, file_folders, windows_update, generalize,
    distribute, managed_image_target, gallery_target, vhd_target,
)  # fmt: skip
"""A new rule is listed in its chapter's `RULES`, a new chapter here."""

ALL_RULES: tuple[Rule, ...] = tuple(
    one for chapter in CHAPTERS for one in chapter.RULES
)
