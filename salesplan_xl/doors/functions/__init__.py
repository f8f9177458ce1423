"""What the worksheet functions compute, cells in and cells out."""
