"""`PYTHONPATH=site python -m demo.drawing`: writes the illustrations and the logos again."""

from demo.data_files import DATA
from demo.drawing.indoors import INDOORS
from demo.drawing.landscapes import LANDSCAPES
from demo.drawing.logos import LOGOS, save_logo

SCENES = {**LANDSCAPES, **INDOORS}


def main() -> None:
    """Draw everything."""
    for folder in ("images", "logos"):
        (DATA / folder).mkdir(exist_ok=True)
    for name, scene in SCENES.items():
        scene().save(DATA / "images" / f"{name}.webp")
    for name, logo in LOGOS.items():
        save_logo(logo, DATA / "logos" / f"{name}.png")


if __name__ == "__main__":
    main()
