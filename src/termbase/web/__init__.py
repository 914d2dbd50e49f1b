"""The local page and the TM server: questions over HTTP, answered by the workflows that the command line uses. Nothing here changes a release."""
