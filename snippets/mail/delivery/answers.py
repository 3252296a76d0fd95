"""What a server said of a message: codes for the log, and words for people."""

import re
import smtplib
from dataclasses import dataclass

# An enhanced status code (RFC 3463) at the beginning of an answer: "5.1.1 no such user".
_ENHANCED = re.compile(rb"^\s*([245]\.\d{1,3}\.\d{1,3})\b")
_UNKNOWN = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
_TOO_LARGE = "5.3.4"
_OF_ITS_SYSTEM = frozenset({"4.3.0", "4.3.1", "4.3.2", "4.3.5"})
_IN_WORDS = {
    "1.0": "L’adresse n’existe pas.",
    "1.1": "L’adresse n’existe pas.",
    "1.2": "La partie de l’adresse après l’arobase n’existe pas.",
    "1.3": "L’adresse est mal écrite.",
    "1.6": "L’adresse a changé.",
    "1.10": "Cette adresse ne reçoit aucun message.",
    "2.1": "La boîte est fermée.",
    "2.2": "La boîte est pleine.",
    "2.3": "Le message est trop lourd pour cette boîte.",
    "3.4": "Le message est trop lourd.",
    "4.1": "Le serveur de cette adresse ne répond pas.",
    "4.7": "Le message n’a pas pu être remis à temps.",
    "7.1": "Le serveur de cette adresse refuse nos messages.",
}
_BY_ERROR = {
    "AnswerLostError": "La connexion a été coupée avant la réponse du serveur.",
    "SMTPServerDisconnected": "Le serveur a coupé la connexion.",
    "ConnectionRefusedError": "Le serveur d’envoi ne répond pas.",
    "TimeoutError": "Le serveur d’envoi n’a pas répondu à temps.",
    "gaierror": "Le serveur d’envoi est introuvable.",
    "SMTPConnectError": "Le serveur d’envoi refuse la connexion.",
    "SSLCertVerificationError": "Le certificat du serveur d’envoi n’est pas valable.",
    "SMTPAuthenticationError": "Le serveur d’envoi refuse notre identifiant.",
    "SMTPSenderRefused": "Le serveur d’envoi refuse notre adresse.",
    "FileNotFoundError": "Une pièce jointe manque.",
}


@dataclass(frozen=True)
class Answer:
    """An error of sending: the exception's name, the SMTP code or 0, the enhanced code or ""."""

    error: str
    code: int = 0
    enhanced: str = ""

    @property
    def codes(self) -> str:
        """What the log keeps: "550 5.1.1". The server's words may hold an address, or the text."""
        return " ".join(part for part in (str(self.code or ""), self.enhanced) if part)

    @property
    def is_final(self) -> bool:
        """Whether another attempt would meet the same refusal: it is about this message.

        A wrong password or sender is our own setting: it will be mended, the message waits.
        """
        if self.code < 500:
            return False
        if self.error == "SMTPSenderRefused":
            return self.code == 552 or self.enhanced == _TOO_LARGE
        return self.error in {"SMTPRecipientsRefused", "SMTPDataError"}

    @property
    def is_of_server(self) -> bool:
        """Whether the server fails, or our account there, rather than this message.

        421 closes the connection whatever was asked; 4.3.x is the state of its system (RFC 3463).
        """
        if self.error in {"SMTPRecipientsRefused", "SMTPDataError"}:
            return self.code == 421 or self.enhanced in _OF_ITS_SYSTEM
        return not self.is_final

    @property
    def says_unknown(self) -> bool:
        """Whether the server says that the address does not exist, or never receives."""
        return is_unknown(self.enhanced)


def answer_of(error: Exception) -> Answer:
    """What `error` says; a refusal of several recipients cannot happen, a message has one."""
    code: int = 0
    words: bytes | str = ""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    raw = words if isinstance(words, bytes) else str(words).encode()
    found = _ENHANCED.match(raw)
    return Answer(type(error).__name__, max(code, 0), found[1].decode() if found else "")


def is_unknown(enhanced: str) -> bool:
    """Whether an enhanced status code (RFC 3463) says that the address receives nothing."""
    return enhanced in _UNKNOWN


def in_words(codes: str, error: str = "") -> str:
    """A line of the log for people: `codes` as `Answer.codes`, `error` an exception's name."""
    enhanced = next((part for part in codes.split() if "." in part), "")
    known = _IN_WORDS.get(enhanced.partition(".")[2]) or _BY_ERROR.get(error)
    if known:
        return known
    if codes.startswith("5"):
        return "Le serveur de cette adresse a refusé le message."
    if codes.startswith("4"):
        return "Le serveur de cette adresse n’a pas voulu du message pour l’instant."
    return "Le message n’a pas pu être envoyé." if error else ""


def outage_in_words(error: str) -> str:
    """Why no message leaves, for people; `error` an exception's name."""
    return _BY_ERROR.get(error, "Le serveur d’envoi refuse nos messages pour l’instant.")
