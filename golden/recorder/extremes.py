"""Floats at the edges of their range."""

NAN, INF = float('nan'), float('inf')
TINY = 5e-324  # the least subnormal
HUGE = 1.7976931348623157e+308
LEAST_NORMAL = 2.2250738585072014e-308
