"""Second coding: samples, blind readings, and settling what coders differ about."""
