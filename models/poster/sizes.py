"""The pictures that a poster may be, in pixels. Papers are in print/formats.py."""

PHONE, MOMENTS = (1080, 1920), (1080, 1440)
PICTURE_SIZES = (PHONE, MOMENTS)
