# Guestbook: a small web application in Python
FROM python:3.12-slim-bookworm

RUN mkdir -p /app
RUN cd /app
COPY . .
RUN export APP_MODE=production
RUN pip install -r requirements.txt

# The first entries
RUN <<EOF
python seed.py
echo "The guestbook has its first entries"
EOF

RUN sudo useradd --uid 10001 guest
USER 10001
WORKDIR /srv/uploads
RUN touch index.csv

CMD ["python", "/app/app.py"]
