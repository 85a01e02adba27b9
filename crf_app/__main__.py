"""`python -m crf_app` is `crf-app`."""

from crf_app.cli import main

if __name__ == "__main__":
    main()
