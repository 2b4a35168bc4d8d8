"""Reading a drawing back: what an XML parser finds in it."""

import xml.etree.ElementTree as ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def read(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(markup))


def words(svg: ElementTree.Element, css: str) -> list[str]:
    """The text of every <text> that carries the class, in order."""
    return ["".join(one.itertext()) for one in svg.iter(f"{SVG}text") if css in one.get("class", "").split()]


def links(svg: ElementTree.Element) -> list[tuple[str, str]]:
    """(address, tooltip) of every link, in order."""
    return [(one.get("href"), one.findtext(f"{SVG}title")) for one in svg.iter(f"{SVG}a")]


def shapes(svg: ElementTree.Element, name: str, css: str) -> list[ElementTree.Element]:
    return [one for one in svg.iter(SVG + name) if css in one.get("class", "").split()]
