"""The manual's pictures: a world that is the same every time, every page of it, and the browser that draws them."""
