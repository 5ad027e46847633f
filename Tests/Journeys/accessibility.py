"""axe-core on a page, and the keyboard walk."""

import pathlib

import axe_playwright_python

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def violations(page) -> list[str]:
    """Every axe violation as one line: rule, how many, first place."""
    page.evaluate(AXE)
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{v['id']} ×{len(v['nodes'])}: {v['nodes'][0]['html'][:160]}" for v in result["violations"]
    ]


def keyboard_walk(page, limit: int = 150) -> list[str]:
    """Presses Tab to the end of the page and says which stops cannot be seen or show no ring."""
    faults = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const e = document.activeElement
              if (!e || e === document.body) return null
              const box = e.getBoundingClientRect(), style = getComputedStyle(e)
              const around = e.closest('label,.cmd,.sbox')
              const label = around ? getComputedStyle(around) : style
              const ring = [style, label].some(s => s.boxShadow !== 'none' ||
                (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0))
              return {name: e.outerHTML.slice(0, 120), ring,
                      seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
                      last: e === [...document.querySelectorAll('a[href],button,input,select,textarea,[tabindex]')].pop()}
            }""")
        if stop is None:
            return faults
        if not stop["seen"]:
            faults.append("not visible: " + stop["name"])
        elif not stop["ring"]:
            faults.append("no ring: " + stop["name"])
    return faults
