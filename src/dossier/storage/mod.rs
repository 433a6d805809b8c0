//! The only room that touches the disk: reading files within limits, includes inside their folder,
//! writing atomically, settings and recent files. Nothing here knows what the bytes mean.
