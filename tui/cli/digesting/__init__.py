"""What `bakeferry digest` does with files: hash them, or hold them against lists."""
