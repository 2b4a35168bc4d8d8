"""What every drawing has around it: its place for screen readers and its size."""

from django.utils.safestring import SafeString

from reports.drawing.markup import element

WIDTH = 360


def drawing(
    *children: object,
    key: str,
    title: str,
    description: str,
    height: float,
    width: float = WIDTH,
    css: str = "chart",
) -> SafeString:
    """The <svg>, named by its title and described by its description: one picture, or, where it holds links, a group
    (what stands inside a picture is out of reach for a screen reader, and a link may not be).

    key: unique on the page, letters, digits and hyphens; ids inside the drawing start with it.
    """
    return element(
        "svg",
        element("title", title, id=f"{key}-title"),
        element("desc", description, id=f"{key}-desc") if description else None,
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        role="group" if any("<a " in child for child in children if child) else "img",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc" if description else None,
        class_=css,
    )


def hatch(name: str, css: str = "hatch-line") -> SafeString:
    """A pattern of slanting lines to lay over a fill, told apart in grey print; used as fill="url(#name)"."""
    return element(
        "pattern",
        element("path", d="M0 0V6", class_=css),
        id=name,
        width="5",
        height="6",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
