"""What serves a Python web service under gunicorn: sizing, logs, layers and workers.

hoptix-deploy copies it beside the app and writes gunicorn.conf.py and hoptix_server.py,
which hold the values of one service. No value of any service is in here.
"""
