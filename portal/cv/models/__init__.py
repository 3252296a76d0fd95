"""What is kept of CVs."""

from portal.cv.models.cv import MAX_CVS, MAX_DOCUMENT, Cv, CvPhoto, CvVersion
from portal.cv.models.sharing import LONGEST_SHARE, CvHelper, CvShare, CvShareOpening
from portal.cv.models.suggestions import CvSuggestions

__all__ = [
    "LONGEST_SHARE",
    "MAX_CVS",
    "MAX_DOCUMENT",
    "Cv",
    "CvHelper",
    "CvPhoto",
    "CvShare",
    "CvShareOpening",
    "CvSuggestions",
    "CvVersion",
]
