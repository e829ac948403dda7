"""The thirteen trials of BCG vaccination against tuberculosis, and the nineteen of teachers' expectancies.

BCG: https://github.com/wviechtb/metadat, data-raw/dat.colditz1994.txt (Colditz et al. 1994); expectancies: the same
place, dat.raudenbush1985.txt (Raudenbush and Bryk 1985); stroke care: dat.normand1999.txt (Normand 1999).
"""

from __future__ import annotations

# tpos, tneg, cpos, cneg: people with and without tuberculosis, vaccinated and not
BCG = (
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
    (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
)  # fmt: skip

# yi, vi: standardised mean difference and its variance
EXPECTANCY = (
    (0.03, 0.0156), (0.12, 0.0216), (-0.14, 0.0279), (1.18, 0.1391), (0.26, 0.1362), (-0.06, 0.0106), (-0.02, 0.0106),
    (-0.32, 0.0484), (0.27, 0.0269), (0.80, 0.0630), (0.54, 0.0912), (0.18, 0.0497), (-0.02, 0.0835), (0.23, 0.0841),
    (-0.18, 0.0253), (-0.06, 0.0279), (0.30, 0.0193), (0.07, 0.0088), (-0.07, 0.0303),
)  # fmt: skip

# n, mean, sd of specialist care, then of routine care: days in hospital
STROKE = (
    (155, 55, 47, 156, 75, 64), (31, 27, 7, 32, 29, 4), (75, 64, 17, 71, 119, 29), (18, 66, 20, 18, 137, 48),
    (8, 14, 8, 13, 18, 11), (57, 19, 7, 52, 18, 4), (34, 52, 45, 33, 41, 34), (110, 21, 16, 183, 31, 27),
    (60, 30, 27, 52, 23, 20),
)  # fmt: skip
