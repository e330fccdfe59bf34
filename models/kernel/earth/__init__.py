"""Places on the earth: points in one datum (WGS-84), how far apart they are, and the grids that they are rounded to and
found by. All of it is pure."""
