"""`PYTHONPATH=site python -m config.demo.drawing`: writes the illustrations and the logos again."""

from config.demo.data_files import DATA
from config.demo.drawing.indoors import INDOORS
from config.demo.drawing.landscapes import LANDSCAPES
from config.demo.drawing.logos import LOGOS, save_logo

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
