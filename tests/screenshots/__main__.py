"""Draws all scenes in all looks, or those that are named: ``python -m tests.screenshots today edss dark paper``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

from tests.demonstration import demonstration, live_in_tehran
from tests.screenshots.scenes import SCENES, NotThere, Scene
from tests.screenshots.studio import LOOKS, Look, On, Studio, prepare, studio


def main(wanted: set[str]) -> None:
    """Draw what is wanted; nothing named means all of it."""
    live_in_tehran()
    prepare()
    demonstration()
    scenes = [scene for scene in SCENES if scene.name in wanted]
    looks = [look for look in LOOKS if look.name in wanted]
    unknown = wanted - {scene.name for scene in SCENES} - {look.name for look in LOOKS} - {"paper"}
    if unknown:
        sys.exit(f"There is nothing called {', '.join(sorted(unknown))}.")
    if len(looks) == 1:
        draw(scenes or list(SCENES), looks[0])
    elif wanted != {"paper"}:
        # Each look has a process of its own: only the first window of one is given the keyboard.
        for look in looks or LOOKS:
            names = [look.name, *(scene.name for scene in scenes)]
            subprocess.run([sys.executable, "-m", "tests.screenshots", *names], check=True)
    if not wanted or "paper" in wanted:
        from tests.screenshots import paper

        for path in paper.draw():
            print(path)


def draw(scenes: list[Scene], look: Look) -> None:
    """Draw scenes in a look."""
    from PySide6.QtWidgets import QApplication

    from crf_app.app import application
    from crf_app.gui.theme.switch import ThemeSwitch

    app = application()
    assert isinstance(app, QApplication)
    switch = ThemeSwitch(app)
    shown = [scene for scene in scenes if look.name != "small" or scene.also_small]
    for scene, at in _on_stage(shown, look, switch):
        try:
            scene.show(at)
        except NotThere as page:
            print(f"{scene.name}: the window has no page for {page}", file=sys.stderr)
        else:
            print(at.shoot(scene.name), flush=True)


def _on_stage(scenes: list[Scene], look: Look, switch: object) -> Iterator[tuple[Scene, Studio]]:
    """Give each scene a window: that of the scene before it where both can share one."""
    from crf_app.gui.theme.switch import ThemeSwitch

    assert isinstance(switch, ThemeSwitch)
    for on in On:
        with ExitStack() as open_:
            shared: Studio | None = None
            for scene in (each for each in scenes if each.on is on):
                if scene.alone:
                    with studio(look, switch, on) as own:
                        yield scene, own
                else:
                    shared = shared or open_.enter_context(studio(look, switch, on))
                    yield scene, shared


main(set(sys.argv[1:]))
