"""What is done with CVs: one function for each use, in one transaction."""

from portal.cv.services.cvs import copy_cv, create_cv, delete_cv, rename_cv, start_cv, undelete_cv
from portal.cv.services.saving import (
    Saved,
    change_cv,
    replace_document,
    restore_version,
    save_texts,
    set_step,
)

__all__ = [
    "Saved",
    "change_cv",
    "copy_cv",
    "create_cv",
    "delete_cv",
    "rename_cv",
    "replace_document",
    "restore_version",
    "save_texts",
    "set_step",
    "start_cv",
    "undelete_cv",
]
