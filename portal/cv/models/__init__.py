"""What is kept of CVs."""

from portal.cv.models.cv import MAX_CVS, MAX_DOCUMENT, Cv, CvPhoto, CvVersion
from portal.cv.models.helping import REQUEST_LIFETIME, CvHelpRequest
from portal.cv.models.importing import CvImport
from portal.cv.models.sharing import LONGEST_SHARE, SHARE_LENGTHS, CvHelper, CvShare, CvShareOpening
from portal.cv.models.suggestions import CvSuggestions
from portal.cv.models.workplaces import workplaces

__all__ = [
    "LONGEST_SHARE",
    "MAX_CVS",
    "MAX_DOCUMENT",
    "REQUEST_LIFETIME",
    "SHARE_LENGTHS",
    "Cv",
    "CvHelpRequest",
    "CvHelper",
    "CvImport",
    "CvPhoto",
    "CvShare",
    "CvShareOpening",
    "CvSuggestions",
    "CvVersion",
    "workplaces",
]
