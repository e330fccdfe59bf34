"""What all views use: the request's session, people and guards, pages and forms, safety, caching. Knows no page."""
