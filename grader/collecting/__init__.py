"""What students handed in, as learning platforms export it, brought into the layout that `grade batch` reads."""
