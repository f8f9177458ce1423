"""The colours that sheets, charts and Word files share."""

from __future__ import annotations

# Okabe and Ito's palette: distinguishable with every kind of colour vision.
BLUE, ORANGE, VERMILLION, SKY, DARK = "#0072B2", "#E69F00", "#D55E00", "#56B4E9", "#333F48"
LINE, HEADER_LINE, GRID_LINE = "#DFE3E8", "#C9D1D9", "#E3E7EC"
TEXT, GREY_TEXT, WHITE = "#1F2933", "#6B7480", "#FFFFFF"
LABEL_FILL = "#F4F6F8"
INFO_FILL, INFO_TEXT = "#E2ECF6", "#1F4E79"
