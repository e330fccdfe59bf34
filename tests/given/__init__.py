"""What tests start from: databases, people, goods, orders, files."""
