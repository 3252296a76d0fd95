"""The text of the box that a person ticks. A text that changes gets another version."""

VERSION = "2026-12"
LABEL = "Mon conseiller ou ma conseillère peut savoir que j’ai un parrain ou une marraine"
EXPLANATION = (
    "Cette personne lit alors qu’un parrainage existe, et ce qu’il a donné. Elle ne lit ni le nom "
    "de l’autre personne, ni ce que vous vous dites. Si personne ne vous suit, rien n’est "
    "communiqué. Votre parrain, votre marraine et la coordination ne savent pas si cette case est "
    "cochée. Vous pouvez la décocher à tout moment."
)
