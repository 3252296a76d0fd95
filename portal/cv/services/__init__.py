"""What is done with CVs: one function for each use, in one transaction."""

from portal.cv.services.asking import (
    accept_request,
    ask_help,
    cancel_request,
    propose_help,
    refuse_request,
)
from portal.cv.services.cvs import copy_cv, create_cv, delete_cv, rename_cv, start_cv, undelete_cv
from portal.cv.services.helping import leave_cv, resume_helper, stop_helper
from portal.cv.services.imports import import_cv, place_lines
from portal.cv.services.old_cvs import cancel_import, see_import, send_old_cv
from portal.cv.services.opening import open_link, open_share
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
from portal.cv.services.sharing import MadeShare, create_share, share_again, stop_share
from portal.cv.services.undoing import (
    ChangedMeanwhileError,
    ImportToUndo,
    import_of,
    undo_import,
    was_imported,
)

__all__ = [
    "ChangedMeanwhileError",
    "ImportToUndo",
    "MadeShare",
    "Saved",
    "accept_request",
    "ask_help",
    "cancel_import",
    "cancel_request",
    "change_cv",
    "choose_photo",
    "copy_cv",
    "create_cv",
    "create_share",
    "delete_cv",
    "frame_photo",
    "import_cv",
    "import_of",
    "leave_cv",
    "open_link",
    "open_share",
    "place_lines",
    "print_photo",
    "propose_help",
    "refuse_request",
    "remove_photo",
    "rename_cv",
    "replace_document",
    "restore_version",
    "resume_helper",
    "save_texts",
    "see_import",
    "send_old_cv",
    "send_photo",
    "set_step",
    "share_again",
    "start_cv",
    "stop_helper",
    "stop_share",
    "undelete_cv",
    "undo_import",
    "was_imported",
]
