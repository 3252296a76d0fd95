"""What is done with CVs: one function for each use, in one transaction."""

from portal.cv.services.cvs import copy_cv, create_cv, delete_cv, rename_cv, start_cv, undelete_cv
from portal.cv.services.imports import import_cv, place_lines
from portal.cv.services.photos import (
    choose_photo,
    frame_photo,
    print_photo,
    remove_photo,
    send_photo,
)
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
    "choose_photo",
    "copy_cv",
    "create_cv",
    "delete_cv",
    "frame_photo",
    "import_cv",
    "place_lines",
    "print_photo",
    "remove_photo",
    "rename_cv",
    "replace_document",
    "restore_version",
    "save_texts",
    "send_photo",
    "set_step",
    "start_cv",
    "undelete_cv",
]
