# Guestbook: a small web application in Python
FROM python:3.12-slim-bookworm

WORKDIR /app

# Everything at once, for now
COPY . .
RUN pip install -r requirements.txt
USER 10001

# Pictures that visitors may choose from
COPY --chown=10001:10001 pictures /app/pictures
# Settings that all our services share; a script puts a copy into this folder
COPY settings.toml /etc/guestbook/

ENV PORT=8000
EXPOSE 8000

CMD ["python", "app.py"]
