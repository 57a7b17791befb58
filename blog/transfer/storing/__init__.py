"""What an import stores: the only room of imports that touches the database."""
