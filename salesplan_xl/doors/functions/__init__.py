"""The worksheet functions' computations, cells in and cells out."""
