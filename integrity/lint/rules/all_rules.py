"""The one list of rules, in the order of the reference's chapters."""

from integrity.lint.rule import Rule
from integrity.lint.rules import (
    build_timeout,
    distribute,
    document,
    envelope,
    gallery_target,
    identity,
    managed_image_target,
    older_forms,
    property_tree,
    source,
    source_image,
    vhd_target,
    vm_profile,
)

ALL_RULES: tuple[Rule, ...] = (
    *document.RULES,
    *property_tree.RULES,
    *older_forms.RULES,
    *envelope.RULES,
    *identity.RULES,
    *vm_profile.RULES,
    *source.RULES,
    *source_image.RULES,
    *build_timeout.RULES,
    *distribute.RULES,
    *managed_image_target.RULES,
    *gallery_target.RULES,
    *vhd_target.RULES,
)
"""A new rule is listed in its chapter, a new chapter here."""
