"""An order, its parcels and lines, and the steps they take."""
