"""Reports: what follows from the record and from second coding, as pages, CSV and JSON."""
