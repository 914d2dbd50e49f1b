# The command line in a container: docker run --rm -v "$PWD:/project" termbase check
# Built where there is a compiler, for the innermost loops of the memory; run where there is none.
ARG BUILD=python:3.11
ARG BASE=python:3.11-slim
FROM ${BUILD} AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY src src
RUN python -m pip wheel --no-cache-dir --constraint constraints.txt --wheel-dir /wheels '.[xlsx]'

FROM ${BASE}
COPY --from=build /wheels /wheels
RUN python -m pip install --no-cache-dir --no-index --find-links /wheels 'termbase[xlsx]' && rm -r /wheels \
    && useradd --create-home termbase
USER termbase
WORKDIR /project
ENTRYPOINT ["termbase"]
