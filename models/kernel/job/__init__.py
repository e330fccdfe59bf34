"""Jobs: the queue that holds them, and how they are declared. Which there are stands in `jobs/`."""
