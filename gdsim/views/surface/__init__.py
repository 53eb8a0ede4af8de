"""The loss over two parameters as a surface in 3-D, painted without OpenGL."""
