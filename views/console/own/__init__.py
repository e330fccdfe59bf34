"""/console/own: what a keeper makes or owns, from the first photo to the deposit back."""
