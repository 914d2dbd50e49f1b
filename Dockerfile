# The command line in a container: docker run --rm -v "$PWD:/project" termbase check
ARG BASE=python:3.11-slim
FROM ${BASE} AS build
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
