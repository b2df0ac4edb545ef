"""What follows from the record: plain values in, plain values out."""
