"""The proof of files: no stranger's file that is kept can do anything, or tells what it was not asked to tell."""
