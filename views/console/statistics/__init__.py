"""/console/statistics: the sentence, the figure, the curve, and what to do next; the same as files and as a picture."""
