"""What the commands share that move disks: words, orders, copying, telling."""
