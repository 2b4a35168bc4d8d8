"""Charts and maps drawn on the server as SVG.

Looks come from static/css/charts.css by class alone (the content security policy allows no style attribute), figures
from the caller. Every drawing is 360 units wide, so that one drawing reads well on a phone (about 1:1) and in a
column of the wide page, where the class `chart` stops it at 480 px: text never blows up.
Nothing here knows the register: these files take labels, values and links, and give markup.
"""
